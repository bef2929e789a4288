"""What MiniStack is taught before it starts, because the lake rests on it: Firehose that buffers, Athena that types.

    start         checks, installs, starts the emulator: `python -m finpulse_cli.targets.embedded.overlay.start`
    guard         refuses an emulator whose replaced or used parts are not those the overlay was written for
    buffers       objects in the making (pure)
    firehose      takes the place of Firehose's delivery of one object a record
    application   the emulator's application, with a clock for the buffers, a flush on demand and one before it stops
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
    destinations  Firehose destinations read back in full
    chaos         faults between functions and services, when a replay asks for them
    saving        every service's state is tried, and what could not be written is recorded

Nothing outside this package touches the emulator's insides. docs/decisions/emulator-overlay.md says why.
"""
