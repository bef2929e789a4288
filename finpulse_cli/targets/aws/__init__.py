"""An AWS account seen from outside Terraform: who asks, what is there, what may be done, what is left.

Everything works on clients that it is given; nothing here reads the environment or keeps anything on disk.
"""

from __future__ import annotations
