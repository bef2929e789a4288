"""Terraform: what it needs on this machine, how it is run, what it reports."""

from __future__ import annotations
