"""The declaration journey: drafts, a task list of sections, instant judgement, review, attestation, submission."""
