using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace EarlyExit.Host.Sessions;

/// <summary>What a cell does while it runs, in the order in which it does it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(StreamText), "stream")]
[JsonDerivedType(typeof(DisplayData), "display")]
[JsonDerivedType(typeof(DisplayUpdate), "update")]
[JsonDerivedType(typeof(CellError), "error")]
[JsonDerivedType(typeof(CellDone), "done")]
public abstract record SessionEvent;

/// <summary>Text written to <c>stdout</c> or <c>stderr</c>; carriage returns are still in it.</summary>
public sealed record StreamText(string Name, string Text) : SessionEvent;

/// <summary>A value shown: one entry per MIME type, a string or, for JSON types, the JSON itself.</summary>
/// <param name="Data">The value in each type.</param>
/// <param name="Id">The name of the place where it is shown, if another value may take it.</param>
public sealed record DisplayData(IReadOnlyDictionary<string, JsonNode> Data, string? Id = null) : SessionEvent;

/// <summary>A value that takes the place of the one shown at <paramref name="Id"/>.</summary>
public sealed record DisplayUpdate(string Id, IReadOnlyDictionary<string, JsonNode> Data) : SessionEvent;

/// <summary>A cell that does not compile or that threw.</summary>
/// <param name="Type">The exception's type, or the compiler's code such as CS0103.</param>
/// <param name="Message">One line for people.</param>
/// <param name="Line">The line of the running cell, from 1; 0 where it is not known.</param>
/// <param name="Trace">Where it happened, innermost first, without paths of this machine.</param>
public sealed record CellError(string Type, string Message, int Line, IReadOnlyList<string> Trace) : SessionEvent;

/// <summary>The cell has ended; nothing of it follows.</summary>
public sealed record CellDone(bool Succeeded) : SessionEvent;
