"""What MiniStack is taught before it starts, because the lake rests on it: Firehose that buffers, Athena that types.

    start         checks, installs, starts the emulator: `python -m finpulse_cli.targets.embedded.overlay.start`
    guard         refuses an emulator whose replaced or used parts are not those the overlay was written for
    buffers       objects in the making (pure)
    firehose      takes the place of Firehose's delivery of one object a record
    asgi          what an application is
    application   the emulator's application, with a clock for the buffers, a flush on demand and one before it stops
    answers       heads and bodies of answers leave in one piece
    tables        a Glue table's JSON files as a typed relation (pure)
    streams       readers of DynamoDB streams that go on after a restart
    athena        Trino's SQL for DuckDB, typed tables, bytes scanned, the workgroup's scan limit, cancelled stays so
    athena_access who may look at a query: who may use its workgroup
    athena_results results kept as texts, so that they can be saved
    described_alarms  alarms read back in full by who speaks the Query protocol, as Terraform does
    alarm_states  alarms that watch what they name, with their reasons
    alarm_actions what an alarm tells its topics: `alarm_mail` has the words (pure)
    embedded_metrics  metrics in log lines
    mail_subscriptions  e-mail that waits for consent and arrives in the `mailbox`: `mail_messages` has the words (pure)
    mail_pages    the two pages that links in e-mails lead to
    outgoing_mail e-mails of functions, kept back until what their senders note of them is on disk
    credentials   one root key that nobody can guess, and sessions of functions that rest on it
    door          turns away what a web page sends
    destinations  Firehose destinations read back in full
    headers_policies CloudFront's policies without the lists that they were not given
    serving       the application behind uvicorn, httptools and uvloop
    economy       answers and parsed bodies that need not be computed again
    items         the checks of a DynamoDB item in one walk
    shared_values values that many items have in common, held once
    workers       function processes that outlive an exception, and logs that end
    forked_processes  function processes that begin with the SDK loaded: forks of the `zygote`
    state         puts the rest of these in the place of MiniStack's saving and loading:
    recording     takes down every change of an item and of a queue's messages
    tails         positions and records that a frame of the journal looks up
    lake_marks    how far the lake is, and what Firehose has to gather once more after a crash
    journal       writes what was taken down, a fraction of a second later
    checkpointing the whole state at one moment, by a copy of the process
    keeping       when which of the two is written
    saving        a checkpoint's files, written and read
    restoring     a journal's entries, applied
    loading       what happens before the emulator answers
    saving_routes a checkpoint on demand, and whether what happens is kept
    shifted_time  the clock that can be moved, in the place of the real one
    worker_clock  the same for the functions, from outside
    schedule_zones schedules by the clocks of their time zones
    ticks         the Scheduler's minutes on demand
    expiry        what has outlived its time to live, deleted at once
    clock_api     the clock over HTTP
    chaos         faults between functions and services, when a replay asks for them

Nothing outside this package touches the emulator's insides. docs/decisions/emulator-overlay.md says why.
"""
