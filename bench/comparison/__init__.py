"""The comparison of Backspool with restic, BorgBackup and plain tools; bench/README.md says how to run it."""
