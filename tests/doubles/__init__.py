"""In-memory implementations of `lambdas.shared.ports`; tests/contract holds them to the same suite as the adapters."""
