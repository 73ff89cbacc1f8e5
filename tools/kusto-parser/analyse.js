// Reads a query as a JSON string per line. Writes what Microsoft's parser says of it as a JSON object per line: the
// columns of the result ("name:type", by commas) and the first mistake, be it of the syntax or of the meaning, or null.
const folder = process.argv[2] + '/node_modules/@kusto/language-service-next/';
require(folder + 'bridge.js');
require(folder + 'Kusto.Language.Bridge.js');
const globals = Kusto.Language.GlobalState.Default;

function schema(type) {
    const columns = [];
    for (let i = 0; type && type.Columns && i < type.Columns.Count; i++) {
        const column = type.Columns.getItem(i);
        columns.push(column.Name + ':' + column.Type.Name);
    }
    return columns.join(',');
}

function firstError(diagnostics) {
    for (let i = 0; i < diagnostics.Count; i++) {
        if (diagnostics.getItem(i).Severity === 'Error') {
            return diagnostics.getItem(i).Message;
        }
    }
    return null;
}

require('readline').createInterface({ input: process.stdin }).on('line', line => {
    const query = JSON.parse(line);
    let opinion = { columns: '', error: 'The analyser failed.' }; // which it does on a few queries
    try {
        const analysed = Kusto.Language.KustoCode.ParseAndAnalyze(query, globals);
        opinion = { columns: schema(analysed.ResultType), error: firstError(analysed.GetDiagnostics()) };
    } catch (failure) {
        process.stderr.write(String(failure && failure.message) + ': ' + query + '\n');
    }
    console.log(JSON.stringify(opinion));
});
