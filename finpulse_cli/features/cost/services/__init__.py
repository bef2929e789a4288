"""What a load uses of each service, one file a service. Pure."""
