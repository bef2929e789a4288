"""The stack's bill on AWS, a month: Terraform files, a load and a price list in, lines out. No AWS access."""
