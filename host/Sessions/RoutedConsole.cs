using System.Text;

namespace EarlyExit.Host.Sessions;

/// <summary>What a cell has for a console.</summary>
/// <param name="Write">Hears what it writes.</param>
/// <param name="ReadLine">Gives it a line, or null at the end; where there is none, it reads from this program's own console.</param>
internal sealed record CellConsole(Action<StreamText> Write, Func<string?>? ReadLine);

/// <summary>
/// The console's streams, tied to the session whose cell is writing. The way is found through the execution context, so that
/// threads and tasks started by a cell are heard too, and sessions that run side by side in one process do not hear each other.
/// </summary>
internal static class RoutedConsole
{
    private static readonly AsyncLocal<CellConsole?> Listener = new();
    private static readonly Lock Gate = new();
    private static readonly TextWriter OwnOut = Console.Out, OwnError = Console.Error;
    private static readonly TextReader OwnIn = Console.In;
    private static TextWriter? _installedOut, _installedError;
    private static TextReader? _installedIn;

    /// <summary>Gives this asynchronous flow <paramref name="listener"/> for its console.</summary>
    public static void ListenWith(CellConsole listener)
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
            if (!ReferenceEquals(Console.In, _installedIn))
            {
                Console.SetIn(new Asker());
                _installedIn = Console.In;
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
            if (Listener.Value is { } listener) listener.Write(new StreamText(name, value));
            else elsewhere.Write(value);
        }

        public override void WriteLine() => Write("\n");

        public override void WriteLine(string? value) => Write(value + "\n");

        public override void WriteLine(ReadOnlySpan<char> buffer) => Write(string.Concat(buffer, "\n"));

        // By itself a writer writes a number and the line's end one after the other, and what another thread writes can come between them.
        public override void WriteLine(bool value) => WriteLine(value ? bool.TrueString : bool.FalseString);

        public override void WriteLine(char value) => WriteLine(value.ToString());

        public override void WriteLine(char[] buffer, int index, int count) => WriteLine(new string(buffer, index, count));

        public override void WriteLine(int value) => WriteLine(value.ToString(FormatProvider));

        public override void WriteLine(uint value) => WriteLine(value.ToString(FormatProvider));

        public override void WriteLine(long value) => WriteLine(value.ToString(FormatProvider));

        public override void WriteLine(ulong value) => WriteLine(value.ToString(FormatProvider));

        public override void WriteLine(float value) => WriteLine(value.ToString(FormatProvider));

        public override void WriteLine(double value) => WriteLine(value.ToString(FormatProvider));

        public override void WriteLine(decimal value) => WriteLine(value.ToString(FormatProvider));

        public override void Flush()
        {
            if (Listener.Value is null) elsewhere.Flush();
        }
    }

    /// <summary>Reads whole lines, and hands out letters of them where somebody asks for less.</summary>
    private sealed class Asker : TextReader
    {
        private string _rest = "";

        public override int Peek() => _rest.Length > 0 ? _rest[0] : -1;

        public override int Read()
        {
            if (_rest.Length == 0)
            {
                if (ReadLine() is not { } line) return -1;
                _rest = line + "\n";
            }
            var letter = _rest[0];
            _rest = _rest[1..];
            return letter;
        }

        public override string? ReadLine()
        {
            if (_rest.Length == 0) return Listener.Value?.ReadLine is { } ask ? ask() : OwnIn.ReadLine();
            var line = _rest.TrimEnd('\n');
            _rest = "";
            return line;
        }
    }
}
