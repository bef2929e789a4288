"""Hands alerts from a webhook's queue to the webhook."""
