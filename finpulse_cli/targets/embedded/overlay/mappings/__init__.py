"""Event source mappings on Kinesis streams as Lambda runs them on AWS, in the place of MiniStack's own poller.

`docs/decisions/mapping-poller.md` says why and how; `docs/fidelity.md` what it does, and which test holds it to that.
Decisions (`batching`, `filters`, `responses`, `attempts`, `positions`, `windows`, `failure_record`, `checks`) know
nothing of the emulator; `lane` and `poller` run them on threads; `api`, `resharding`, `functions`, `destinations` and
`checkpoints` reach into it.
"""
