using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace EarlyExit.Host.Sessions;

/// <summary>Turns what went wrong in a cell into a report that names the cell and the line, and no path of this machine.</summary>
internal static class ErrorReport
{
    /// <summary>The compiler's complaints; the first error leads.</summary>
    public static CellError Of(IEnumerable<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error).ToArray();
        return new CellError(errors[0].Id, Message(errors[0]), Line(errors[0]), [.. errors.Select(Describe)]);

        static string Describe(Diagnostic error)
        {
            var start = error.Location.GetLineSpan();
            return $"{start.Path}, line {Line(error)}, column {start.StartLinePosition.Character + 1}: {error.Id}: {Message(error)}";
        }

        // Before the first set-up there is nothing to refer to.
        static string Message(Diagnostic error) => error.Id == "CS0006" && error.GetMessage().Contains("artifacts/notebook", StringComparison.Ordinal)
            ? error.GetMessage() + " (./workbook kernel install builds it)"
            : error.GetMessage();

        static int Line(Diagnostic error) => error.Location.GetLineSpan().StartLinePosition.Line + 1;
    }

    /// <summary>An exception that left the cell named <paramref name="cell"/>.</summary>
    public static CellError Of(Exception exception, string cell)
    {
        // Its thousands of frames take minutes to read and say nothing.
        if (exception is InsufficientExecutionStackException)
            return new CellError(exception.GetType().ToString(), "Functions of this cell call each other too deep: a recursion that does not end?", 0, []);
        List<string> trace = [];
        var line = 0;
        foreach (var frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetMethod() is not { } method || IsMachinery(method)) continue;
            // The compiler puts the session's folder before the name that we gave the cell.
            var file = Path.GetFileName(frame.GetFileName());
            var inCell = file?.StartsWith(ScriptSession.CellName, StringComparison.Ordinal) == true;
            trace.Add(inCell ? $"at {file}, line {frame.GetFileLineNumber()}" : $"at {method.DeclaringType}.{method.Name}()");
            if (file == cell) line = frame.GetFileLineNumber();
        }
        for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException)
            trace.Insert(0, $"because {inner.GetType()}: {inner.Message}");
        return new CellError(exception.GetType().ToString(), Message(exception), line, trace);
    }

    /// <summary>A cell that was stopped because somebody asked for it; the trace says where.</summary>
    public static CellError Interrupted(Exception exception, string cell) => Of(exception, cell) with
    {
        Type = "Interrupted",
        Message = "The cell was stopped; what it had set by then stays set.",
    };

    // The wrapper's own message ("The type initializer for ... threw an exception") does not say what to do; the cause does.
    private static string Message(Exception exception) =>
        exception is TypeInitializationException or TargetInvocationException && exception.InnerException is { } cause
            ? Message(cause)
            : exception.Message;

    private static bool IsMachinery(MethodBase method) =>
        method.IsDefined(typeof(StackTraceHiddenAttribute))
        || method.DeclaringType is not { } type
        || type.IsDefined(typeof(StackTraceHiddenAttribute))
        || type.Namespace is { } space && (space == typeof(ErrorReport).Namespace
            || space.StartsWith(typeof(TaskAwaiter).Namespace!, StringComparison.Ordinal)
            || space == "System.Runtime.ExceptionServices")
        || type == typeof(CancellationToken);
}
