"""The aws target, and an account seen from outside Terraform: who asks, what is there, may be done, or is left."""
