"""Mail: an outbox in the warehouse, the messages in it, and a sink to send to."""
