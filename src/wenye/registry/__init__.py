"""The registers: people, households, firms and what the departments know of them, brought in and given out as facts."""
