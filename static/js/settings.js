// Read before Designsystemet starts: its hints to developers do not belong in a user's console.
window.dsWarnings = false;
