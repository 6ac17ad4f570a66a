"""What a security officer looks at: sign-ins, lock-outs, and which keys there are; no returns, boards or notices."""
