"""Arabic numbers in Western digits as CLDR writes them, 97,300,000.5; Django groups none."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
