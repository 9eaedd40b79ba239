namespace EarlyExit.Tests.Promises;

internal static class NativePart
{
    public static void Play(string[] arguments) => Console.WriteLine(arguments.Length);
}
