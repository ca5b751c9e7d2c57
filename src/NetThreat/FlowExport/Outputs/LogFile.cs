using NetThreat.Core.Flows;
using NetThreat.Flows.Records;

namespace NetThreat.FlowExport.Outputs;

/// <summary>One file, or standard output, in one format.</summary>
internal sealed class LogFile : IDisposable
{
    private readonly string _path;
    private readonly IFlowWriter _writer;
    private readonly Stream _stream;
    private readonly TextBuffer _buffer;

    /// <exception cref="OutputException">The file cannot be made.</exception>
    public LogFile(string path, IFlowWriter writer)
    {
        (_path, _writer) = (path, writer);
        try
        {
            _stream = OutputFile.Open(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw OutputException.Of(path, e);
        }

        _buffer = new TextBuffer(_stream);
        Guard(() => _writer.Begin(_buffer));
    }

    public void Write(FlowRow flow)
    {
        try
        {
            _writer.Write(flow, _buffer);
        }
        catch (IOException e)
        {
            throw OutputException.Of(_path, e);
        }
    }

    public void Write(FlowRecord flow, ApplicationFacts? facts)
    {
        try
        {
            _writer.Write(flow, facts, _buffer);
        }
        catch (IOException e)
        {
            throw OutputException.Of(_path, e);
        }
    }

    /// <summary>A flow's text, made by another writer of the format.</summary>
    public void Write(ReadOnlySpan<byte> text)
    {
        try
        {
            _buffer.Text(text);
        }
        catch (IOException e)
        {
            throw OutputException.Of(_path, e);
        }
    }

    public void Flush() => Guard(_buffer.Flush);

    public void End() => Guard(() =>
    {
        _writer.End(_buffer);
        _buffer.Flush();
        _stream.Flush();
    });

    public void Dispose()
    {
        (_writer as IDisposable)?.Dispose();
        _stream.Dispose();
    }

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (IOException e)
        {
            throw OutputException.Of(_path, e);
        }
    }
}
