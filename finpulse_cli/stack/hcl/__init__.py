"""Reads Terraform files as far as a bill needs them: which resources there are, how many, and with what arguments."""
