"""The platform's tables: what goes out in their shape, what comes back, how both agree."""
