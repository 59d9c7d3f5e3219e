namespace Uncollapse.Data.Builtin;

/// <summary>A published file: its name, exact size and checksum.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256, lower-case hexadecimal.</param>
public sealed record RemoteFile(string Name, long Bytes, string Sha256);
