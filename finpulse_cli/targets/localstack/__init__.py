"""The localstack target: where LocalStack answers, how it is started, and what it can do."""
