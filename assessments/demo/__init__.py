"""Five invented communities to look around in, answered by simulated members."""
