"""A replay under faults, and the verdict on what the consumers guarantee. docs/decisions/chaos.md says how.

spec            what a user writes: `duplicate=5%,crash=anomaly_detector:after=100` (pure)
script          the events as they are put: twice, out of order, late (pure, seeded)
poison          records that are no events, put between them (seeded; the putting is given to it)
gate            lets puts through while the target is up
injecting       faults that go on when the target ends and comes back
sudden_end      the emulator killed, started again, and what it lost put again
stream_records  what a stream holds from a place on
expected        what must be there, computed from what was put by the domain's own rules (pure)
evidence        what is there
verdict         each guarantee: expected, found, held (pure)
chaos_replay    all of it, one after another
"""
