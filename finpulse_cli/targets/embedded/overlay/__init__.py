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

Nothing outside this package touches the emulator's insides. docs/decisions/emulator-overlay.md says why.
"""
