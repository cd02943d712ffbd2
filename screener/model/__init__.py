"""What everything else speaks of: frozen values without behavior beyond small properties."""
