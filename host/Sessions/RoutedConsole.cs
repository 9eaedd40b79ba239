using System.Text;

namespace EarlyExit.Host.Sessions;

/// <summary>
/// The console's two streams, sent to the session whose cell is writing. The way is found through the execution context, so that
/// threads and tasks started by a cell are heard too, and sessions that run side by side in one process do not hear each other.
/// </summary>
internal static class RoutedConsole
{
    private static readonly AsyncLocal<Action<StreamText>?> Listener = new();
    private static readonly Lock Gate = new();
    private static readonly TextWriter OwnOut = Console.Out, OwnError = Console.Error;
    private static TextWriter? _installedOut, _installedError;

    /// <summary>Sends what this asynchronous flow writes to <paramref name="listener"/>.</summary>
    public static void ListenWith(Action<StreamText> listener)
    {
        lock (Gate)
        {
            // A cell may have called Console.SetOut and left it so; the next cell starts with ours again.
            if (!ReferenceEquals(Console.Out, _installedOut))
            {
                Console.SetOut(new Router("stdout", OwnOut));
                _installedOut = Console.Out;
            }
            if (!ReferenceEquals(Console.Error, _installedError))
            {
                Console.SetError(new Router("stderr", OwnError));
                _installedError = Console.Error;
            }
        }
        Listener.Value = listener;
    }

    private sealed class Router(string name, TextWriter elsewhere) : TextWriter
    {
        public override Encoding Encoding => elsewhere.Encoding;

        public override string NewLine => "\n";

        public override void Write(char value) => Write(value.ToString());

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

        public override void Write(string? value)
        {
            if (string.IsNullOrEmpty(value)) return;
            if (Listener.Value is { } listener) listener(new StreamText(name, value));
            else elsewhere.Write(value);
        }

        public override void WriteLine() => Write("\n");

        public override void WriteLine(string? value) => Write(value + "\n");

        public override void WriteLine(ReadOnlySpan<char> buffer) => Write(string.Concat(buffer, "\n"));

        public override void Flush()
        {
            if (Listener.Value is null) elsewhere.Flush();
        }
    }
}
