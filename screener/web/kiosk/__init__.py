"""The waiting room's device: pages of its own, and what ends a session there."""
