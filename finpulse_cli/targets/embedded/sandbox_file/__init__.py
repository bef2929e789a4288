"""A sandbox as one file that can be given away: taken at one moment, checked, laid into another home."""
