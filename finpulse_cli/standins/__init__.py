"""Stand-ins, each playing one service that a target lacks; none knows another."""
