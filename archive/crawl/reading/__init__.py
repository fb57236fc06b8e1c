"""What stands on a fetched page: anchors, scripts, data, and the addresses they lead to."""
