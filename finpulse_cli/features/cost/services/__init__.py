"""The use that a load makes of each service, one file a service. Pure."""
