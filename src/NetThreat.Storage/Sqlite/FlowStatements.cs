namespace NetThreat.Storage.Sqlite;

/// <summary>The statements that run for every flow, kept by name: finding them by their text would cost as much as binding them.</summary>
internal sealed class FlowStatements(Database database)
{
    public Statement Insert { get; } = database.Prepare("insert into flows values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict(start, id) do nothing");

    public Statement Find { get; } = database.Prepare("select row, revision, features from flows where start=? and id=?");

    public Statement Facts { get; } = database.Prepare("select facts from flows where row=?");

    public Statement Update { get; } = database.Prepare("update flows set revision=?, service=?, features=?, facts=? where row=?");

    public Statement InsertFeatures { get; } = database.Prepare("insert into flow_features values(?, ?)");

    public Statement UpdateFeatures { get; } = database.Prepare("update flow_features set payload=? where features=?");

    public Statement DeleteFeatures { get; } = database.Prepare("delete from flow_features where features=?");
}
