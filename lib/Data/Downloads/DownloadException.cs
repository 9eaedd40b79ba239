namespace EarlyExit.Data.Downloads;

/// <summary>A data set could not be downloaded. The message says why and how to get it by hand.</summary>
public sealed class DownloadException(string message, Exception? inner = null) : Exception(message, inner);
