using System.Text.Json;
using System.Text.Json.Serialization;

namespace EarlyExit.Host.Kernel.Wire;

/// <summary>What Jupyter tells a kernel about how they will talk: ports, and the key that messages are signed with.</summary>
internal sealed record ConnectionFile(
    [property: JsonPropertyName("shell_port")] int ShellPort,
    [property: JsonPropertyName("iopub_port")] int IopubPort,
    [property: JsonPropertyName("stdin_port")] int StdinPort,
    [property: JsonPropertyName("control_port")] int ControlPort,
    [property: JsonPropertyName("hb_port")] int HeartbeatPort,
    [property: JsonPropertyName("key")] string Key,
    [property: JsonPropertyName("ip")] string Ip = "127.0.0.1",
    [property: JsonPropertyName("transport")] string Transport = "tcp",
    [property: JsonPropertyName("signature_scheme")] string SignatureScheme = "hmac-sha256")
{
    /// <exception cref="UsageException">There is no such file, or it asks for something that this kernel does not do.</exception>
    public static ConnectionFile Read(string path)
    {
        if (!File.Exists(path)) throw new UsageException($"There is no connection file '{path}'; Jupyter writes one when it starts a kernel.");
        KeepToOwner(path);
        try
        {
            var file = JsonSerializer.Deserialize<ConnectionFile>(File.ReadAllText(path)) ?? throw new JsonException();
            return file.Checked(path);
        }
        catch (JsonException)
        {
            throw new UsageException($"{path} is not a connection file of Jupyter's.");
        }
    }

    // Whoever reads the key can run code here. Jupyter writes the file for its owner alone; where it did not, that is put right before a port opens.
    private static void KeepToOwner(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if ((File.GetUnixFileMode(path) & ~(Owner | UnixFileMode.UserExecute)) == 0) return;
        try
        {
            File.SetUnixFileMode(path, Owner);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new UsageException($"{path} can be read by others than its owner, who could run code here; chmod 600 {path}.");
        }
    }

    private ConnectionFile Checked(string path)
    {
        Expect(Transport, "transport", "tcp");
        Expect(SignatureScheme, "signature_scheme", "hmac-sha256");
        // Whoever reaches the ports can run code here; nobody from outside does.
        if (Ip != "localhost") Expect(Ip, "ip", "127.0.0.1");
        if (ShellPort == 0 && IopubPort == 0) throw new UsageException($"{path}: there are no ports in it.");
        foreach (var (name, port) in new[] { ("shell_port", ShellPort), ("iopub_port", IopubPort), ("stdin_port", StdinPort), ("control_port", ControlPort), ("hb_port", HeartbeatPort) })
            if (port is < 0 or > ushort.MaxValue) throw new UsageException($"{path}: {name} is {port}, expected a port.");
        return Key is { Length: > 0 } ? this : throw new UsageException($"{path}: key is empty; messages that nobody signs are not taken.");

        void Expect(string found, string name, string expected)
        {
            if (found != expected) throw new UsageException($"{path}: {name} is '{found}', expected {expected}.");
        }
    }
}
