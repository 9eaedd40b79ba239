namespace EarlyExit.Data;

/// <summary>Names of the classes of sets whose files do not carry them.</summary>
internal static class ClassNames
{
    public static readonly string[] Digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <summary>The labels of the Fashion-MNIST read-me.</summary>
    public static readonly string[] Fashion =
        ["T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];
}
