"""How languages write numbers, where Django does not say it or says it otherwise than CLDR."""
