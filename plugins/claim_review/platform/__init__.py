"""The platform's tables: what goes out in their shape, and what comes back."""
