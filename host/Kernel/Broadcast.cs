using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using EarlyExit.Host.Kernel.Wire;
using EarlyExit.Host.Kernel.Zmtp;
using EarlyExit.Host.Sessions;

namespace EarlyExit.Host.Kernel;

/// <summary>
/// What every client hears (iopub): outputs, and whether the kernel is busy, in the order in which it happens. Text that a cell writes
/// faster than it can be sent goes out in larger pieces.
/// </summary>
internal sealed class Broadcast : IAsyncDisposable
{
    private const int LongestPiece = 1 << 20;
    private readonly Channel<Item> _items = Channel.CreateUnbounded<Item>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Publisher _socket;
    private readonly Seal _seal;
    private readonly Correspondence _letters;
    private readonly Task _sending;

    public Broadcast(Publisher socket, Seal seal, Correspondence letters)
    {
        (_socket, _seal, _letters) = (socket, seal, letters);
        _sending = SendAsync();
    }

    /// <summary>Tells all clients; <paramref name="parent"/> is the request that it comes from.</summary>
    public void Send(string type, JsonObject content, Message? parent) => _items.Writer.TryWrite(new Item(type, content, parent, null));

    /// <summary>Passes on text that a cell writes.</summary>
    public void Send(StreamText text, Message parent) => _items.Writer.TryWrite(new Item("stream", null, parent, text));

    public void Status(string state, Message? parent) => Send("status", new JsonObject { ["execution_state"] = state }, parent);

    /// <summary>Sends what is waiting.</summary>
    public async ValueTask DisposeAsync()
    {
        _items.Writer.TryComplete();
        await _sending;
    }

    private async Task SendAsync()
    {
        Item? held = null;
        while (held is not null || await _items.Reader.WaitToReadAsync())
        {
            if (held is null && !_items.Reader.TryRead(out held)) continue;
            var item = held;
            held = null;
            if (item.Text is null)
            {
                Publish(item.Type, item.Content!, item.Parent);
                continue;
            }
            var piece = new StringBuilder(item.Text.Text);
            while (piece.Length < LongestPiece && _items.Reader.TryRead(out held) && held.Continues(item))
            {
                piece.Append(held.Text!.Text);
                held = null;
            }
            Publish(item.Type, new JsonObject { ["name"] = item.Text.Name, ["text"] = piece.ToString() }, item.Parent);
        }
    }

    private void Publish(string type, JsonObject content, Message? parent) =>
        _socket.Publish(_seal.Close([Encoding.UTF8.GetBytes($"kernel.{type}")], _letters.Write(type, content, parent)));

    private sealed record Item(string Type, JsonObject? Content, Message? Parent, StreamText? Text)
    {
        public bool Continues(Item before) => Text is not null && Text.Name == before.Text!.Name && ReferenceEquals(Parent, before.Parent);
    }
}
