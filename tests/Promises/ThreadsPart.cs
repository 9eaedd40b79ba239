namespace EarlyExit.Tests.Promises;

internal static class ThreadsPart
{
    public static void Play(string[] arguments) => Console.WriteLine(arguments.Length);
}
