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
    alarms        alarms read back in full by who speaks the Query protocol, as Terraform does
    destinations  Firehose destinations read back in full
    shifted_time  the clock that can be moved, in the place of the real one
    worker_clock  the same for the functions, from outside
    ticks         the Scheduler's minutes on demand
    expiry        what has outlived its time to live, deleted at once
    clock_api     the clock over HTTP
    saving        every service's state is tried, and what could not be written is recorded

Nothing outside this package touches the emulator's insides. docs/decisions/emulator-overlay.md says why.
"""
