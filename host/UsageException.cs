namespace EarlyExit.Host;

/// <summary>Something that only the user can put right; its message is the one line that they see, and the exit code is 2.</summary>
public sealed class UsageException(string message, Exception? cause = null) : Exception(message, cause);
