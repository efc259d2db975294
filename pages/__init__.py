"""The screens, one file each in the order of the data flow; ``frame`` finds them by their numbered names."""
