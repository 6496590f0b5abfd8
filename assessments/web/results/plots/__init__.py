"""Plots: Vega-Lite specifications made from releases, and how they are drawn."""
