namespace EarlyExit.Tests.Promises;

internal static class DiskPart
{
    public static void Play(string[] arguments) => Console.WriteLine(arguments.Length);
}
