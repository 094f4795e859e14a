"""What the kit is made with: run when the package is built, or by hand; never imported."""
