"""What the command prints.

Layers, top to bottom: `tables`, `explanation`, `formats`, `progress`, `streams`, `screen`.
"""
